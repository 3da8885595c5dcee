const MONTHS = {
  Jan: 31,
  Feb: 28,
  Mar: 31,
  Apr: 30,
  May: 31,
  Jun: 30,
  Jul: 31,
  Aug: 31,
  Sep: 30,
  Oct: 31,
  Nov: 30,
  Dec: 31,
};

/** The year and half of the next, in which most archives of the year expire. */
const SHOWN = [...Object.entries(MONTHS), ...Object.entries(MONTHS).slice(0, 6)];

/** First day of the next year. */
export const NEXT_YEAR = 365;

export const WIDTH = 1000;
export const LEFT = 252;
export const RIGHT = 872;

/** The months that are shown, with the day on which each begins and the one after it. */
export const SHOWN_MONTHS = SHOWN.map(([name, days], index) => {
  const from = SHOWN.slice(0, index).reduce((sum, [, before]) => sum + before, 0);
  return { name, from, to: from + days };
});

/** The first day that is not shown. */
export const END = SHOWN_MONTHS[SHOWN_MONTHS.length - 1].to;

/** Where a day begins. */
export function at(day: number): number {
  return LEFT + ((RIGHT - LEFT) * day) / END;
}
