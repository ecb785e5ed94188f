// Compiled with TC39 decorators because of this marker: @tc39

export const seen: unknown[][] = [];
const note = (...args: unknown[]): void => void seen.push(args);

export class Decorated {
  @note
  moment: Date = new Date(0);
}
