import { closeSync, openSync, readSync } from 'node:fs';

/** Counts a mark in a file that is being written. */
export class Counter {
  readonly #timer: NodeJS.Timeout;
  readonly #piece = Buffer.alloc(256 * 1024);
  #read = 0;
  #count = 0;
  #rest = '';

  constructor(
    readonly file: string,
    private readonly mark: string,
    private readonly onCount?: (count: number) => void,
  ) {
    this.#timer = setInterval(() => this.#look(), 500);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    let descriptor: number;
    try {
      descriptor = openSync(this.file, 'r');
    } catch {
      return; // Nothing was written yet.
    }
    for (;;) {
      const length = readSync(descriptor, this.#piece, 0, this.#piece.length, this.#read);
      if (length === 0) break;
      this.#read += length;
      const text = this.#rest + this.#piece.toString('latin1', 0, length);
      this.#count += text.split(this.mark).length - 1;
      // A mark may lie across two pieces; less than one is kept, so none is counted twice.
      this.#rest = text.slice(1 - this.mark.length);
    }
    closeSync(descriptor);
    this.onCount?.(this.#count);
  }
}
