/** Tells on standard error how far a preview is. */
export interface Progress {
  readonly resources: (count: number) => void;
  /** Shows what the program itself prints. */
  readonly output: (text: string) => void;
  readonly stop: () => void;
}

/** A line that counts up on a terminal; a line at the start and every few seconds elsewhere; nothing when quiet. */
export function progress(quiet: boolean, what: string): Progress {
  if (quiet) return { resources: () => {}, output: () => {}, stop: () => {} };
  const terminal = process.stderr.isTTY === true;
  const clear = () => terminal && process.stderr.write('\r\u001b[2K');
  const started = Date.now();
  let told = 0;
  let seen = 0;
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const tell = () => {
    if (terminal) process.stderr.write(`\r\u001b[2K${what}: ${seen} registered, ${seconds()} s`);
    else process.stderr.write(`${what}: ${seen} registered, ${seconds()} s\n`);
    told = Date.now();
  };
  tell();
  const timer = setInterval(tell, terminal ? 250 : 5000);
  timer.unref();
  return {
    resources: (count) => {
      seen = count;
      if (terminal && Date.now() - told > 80) tell();
    },
    output: (text) => {
      clear();
      process.stderr.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    stop: () => {
      clearInterval(timer);
      clear();
    },
  };
}
