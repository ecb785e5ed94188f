/** Values that follow each other at even distances, by their place; places are whole numbers, also negative ones. */
export interface Steps {
  at(place: number): unknown;
  /** The place of the last value that is not beyond this one. */
  floor(value: unknown): number;
  /** The place of the first value that is not before this one. */
  ceil(value: unknown): number;
}
