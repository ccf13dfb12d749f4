/** The most that is kept of a program's output, in characters: half of it from the start, half from the end. */
const LIMIT = 4_000_000;

/**
 * Keeps what a program writes until it has ended.
 *
 * It is not passed on at once: a value may turn out to be a secret only after the program has printed it.
 */
export class Transcript {
  #head = '';
  #tail = '';
  #dropped = 0;

  readonly write = (text: string): void => {
    const room = LIMIT / 2 - this.#head.length;
    this.#head += text.slice(0, room);
    if (text.length <= room) return;
    this.#tail += text.slice(Math.max(0, room));
    if (this.#tail.length <= LIMIT) return;
    const excess = this.#tail.length - LIMIT / 2;
    this.#dropped += excess;
    this.#tail = this.#tail.slice(excess);
  };

  get text(): string {
    const gap = this.#dropped > 0 ? `\n[${this.#dropped} characters left out]\n` : '';
    return this.#head + gap + this.#tail;
  }
}
