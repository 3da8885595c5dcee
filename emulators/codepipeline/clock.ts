const MAX_TIMER = 2 ** 31 - 1;

interface Timer {
  readonly at: number;
  readonly callback: () => void;
  timeout?: NodeJS.Timeout;
}

/**
 * The time by which approvals wait: the machine's, until it is put forward.
 *
 * An approval waits for minutes at least and for days by default; a rehearsal cannot wait with it.
 */
export class Clock {
  private ahead = 0;
  private readonly timers = new Set<Timer>();

  now(): number {
    return Date.now() + this.ahead;
  }

  /** Calls back once the time has passed; the function that it returns cancels that. */
  after(milliseconds: number, callback: () => void): () => void {
    const timer: Timer = { at: this.now() + milliseconds, callback };
    this.timers.add(timer);
    this.check(timer);
    return () => this.remove(timer);
  }

  /** Puts the time forward; what is due by then is called back at once. */
  advance(milliseconds: number): void {
    this.ahead += milliseconds;
    for (const timer of [...this.timers]) this.check(timer);
  }

  private check(timer: Timer): void {
    clearTimeout(timer.timeout);
    const left = timer.at - this.now();
    if (left > 0) {
      // 60 days, as long as an approval may wait, are more than a timer can.
      timer.timeout = setTimeout(() => this.check(timer), Math.min(left, MAX_TIMER));
    } else if (this.timers.has(timer)) {
      this.remove(timer);
      timer.callback();
    }
  }

  private remove(timer: Timer): void {
    clearTimeout(timer.timeout);
    this.timers.delete(timer);
  }
}
