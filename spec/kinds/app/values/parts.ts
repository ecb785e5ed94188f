import { Type } from '@mikro-orm/core';

export enum Mood {
  Calm = 'calm',
  Wild = 'wild',
}

export enum Grade {
  Low = 1,
  High = 7,
  Below = -3,
}

/** Values of which none is a name that GraphQL accepts. */
export const ODD_VALUES = ['in-active', '1st', '', "it's \\ %odd_", 'größe', '👍', 'true', 'a  b'] as const;
export type Odd = (typeof ODD_VALUES)[number];

/** What a typed JSON document holds. */
export interface Facts {
  readonly weight: number;
  readonly tags: readonly string[];
}

/** Degrees as a number, tenths of degrees in the column: converted by JavaScript. */
export class Celsius extends Type<number, number> {
  override convertToDatabaseValue(value: number): number {
    return Math.round(value * 10);
  }
  override convertToJSValue(value: number): number {
    return value / 10;
  }
  override getColumnType(): string {
    return 'integer';
  }
  override get runtimeType(): string {
    return 'number';
  }
}

/** An amount as text, cents in the column: converted by SQL on the way in and out. */
export class Euro extends Type<string, string> {
  override convertToDatabaseValueSQL(key: string): string {
    return `((${key})::numeric * 100)::int`;
  }
  override convertToJSValueSQL(key: string): string {
    return `round(${key} / 100.0, 2)::text`;
  }
  override getColumnType(): string {
    return 'integer';
  }
  override get runtimeType(): string {
    return 'string';
  }
}

/** Two numbers; what its values look like is not said. */
export class Pair extends Type<readonly number[], string> {
  override convertToDatabaseValue(value: readonly number[]): string {
    return Array.isArray(value) ? value.join(':') : String(value);
  }
  override convertToJSValue(value: string): readonly number[] {
    return value.split(':').map(Number);
  }
  override getColumnType(): string {
    return 'text';
  }
}
