const LONGEST_TIMER = 2 ** 31 - 1;

interface Alarm {
  readonly at: number;
  readonly ring: () => void;
  timer?: NodeJS.Timeout;
}

/**
 * The time by which approvals wait: the machine's, until somebody puts it forward.
 *
 * An approval waits for minutes at least and for days by default; a rehearsal cannot wait with it.
 */
export class Clock {
  private ahead = 0;
  private readonly alarms = new Set<Alarm>();

  /** Rings once the time has passed; the answer calls it off. */
  after(milliseconds: number, ring: () => void): () => void {
    const alarm: Alarm = { at: this.now() + milliseconds, ring };
    this.alarms.add(alarm);
    this.look(alarm);
    return () => this.remove(alarm);
  }

  /** Lets time pass at once; what is due by then rings. */
  advance(milliseconds: number): void {
    this.ahead += milliseconds;
    for (const alarm of [...this.alarms]) this.look(alarm);
  }

  private now(): number {
    return Date.now() + this.ahead;
  }

  private look(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    const left = alarm.at - this.now();
    if (left > 0) {
      // 60 days, as long as an approval may wait, are more than a timer can.
      alarm.timer = setTimeout(() => this.look(alarm), Math.min(left, LONGEST_TIMER));
    } else if (this.alarms.has(alarm)) {
      this.remove(alarm);
      alarm.ring();
    }
  }

  private remove(alarm: Alarm): void {
    clearTimeout(alarm.timer);
    this.alarms.delete(alarm);
  }
}
