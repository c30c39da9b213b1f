type Schedule = (act: () => void) => () => void;

/** Runs only the last act that was scheduled; `drop` takes it back. */
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
