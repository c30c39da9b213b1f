type Waiting<Asked, Answer> = {
  asked: Asked;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
};

/** A look-up that hangs must not hold up later ones, which may get another connection. */
const PATIENCE_MS = 5_000;

/**
 * Works on one batch of questions at a time; questions that arrive meanwhile form the next batch. Answers
 * come in the order of the questions.
 */
export function answerTogether<Asked, Answer>(
  work: (all: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let waiting: Waiting<Asked, Answer>[] = [];
  let working = false;

  async function answer(batch: readonly Waiting<Asked, Answer>[]): Promise<void> {
    try {
      const answers = await work(batch.map(({ asked }) => asked));
      // Sound: there are as many answers as questions.
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await withPatience(answer(batch));
    }
    working = false;
  }

  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      if (working) return;
      working = true;
      // Runs after the current turn, so that requests read in one turn share a look-up.
      setImmediate(() => void flush());
    });
}

async function withPatience(done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([done, enough]);
  clearTimeout(timer);
}
