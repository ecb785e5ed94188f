import type { AdminField } from '../schema/schema.js';

/** What takes a value of a field is given. */
export interface FieldInputProps {
  readonly field: AdminField;
  readonly label?: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error?: string | undefined;
  /** Problems of parts, by their paths with dots. */
  readonly errors?: ReadonlyMap<string, string>;
  readonly disabled?: boolean;
}
