export const seen: unknown[][] = [];
const note = (...args: unknown[]): void => void seen.push(args);

export class Decorated {
  @note
  moment: Date = new Date(0);
}
