/** What the engine knows by numbers, until it says that it is no longer wanted. */
export class Numbered<T> {
  readonly #kept = new Map<number, T>();
  #next = 0;

  keep(value: T): number {
    do this.#next = (this.#next + 1) >>> 0;
    while (this.#kept.has(this.#next));
    this.#kept.set(this.#next, value);
    return this.#next;
  }

  get(number: number): T {
    return this.#kept.get(number)!;
  }

  forget(gone: readonly number[]): void {
    for (const number of gone) this.#kept.delete(number);
  }
}

/** An answer of the engine, and the numbers of what is no longer wanted. */
export interface Reply<F> {
  readonly found: F;
  readonly gone: readonly number[];
}
