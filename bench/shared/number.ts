/** A number with commas, and no more digits after the point than asked for. */
export function number(value: number, digits = 0): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: digits });
}
