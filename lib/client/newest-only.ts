type Schedule = (act: () => void) => () => void;

/** Only the newest of what is to be done a while later is done, and nothing where it is dropped. */
export function newestOnly(schedule: Schedule) {
  let drop = () => {};
  return {
    drop: () => drop(),
    do: (act: () => void) => {
      drop();
      drop = schedule(act);
    },
  };
}
