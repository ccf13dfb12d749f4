/** Numbers from 0 that several threads take one after the other, so that none waits for another. */
export class Queue implements Iterable<number> {
  readonly #next: Int32Array;

  /** `memory` is that of the same queue in another thread. */
  constructor(
    private readonly length: number,
    readonly memory: SharedArrayBuffer = new SharedArrayBuffer(4),
  ) {
    this.#next = new Int32Array(memory);
  }

  *[Symbol.iterator](): Iterator<number> {
    for (;;) {
      const index = Atomics.add(this.#next, 0, 1);
      if (index >= this.length) return;
      yield index;
    }
  }
}
