import type { Attributes } from '@opentelemetry/api';

/** Takes values with the same attributes. */
export interface MeasuredValues {
  record(value: number): void;
}

/** A histogram whose attributes are told once: whoever records keeps what it is given, and there is one for all attributes that are equal. */
export interface MeasuredHistogram {
  values(attributes: Attributes): MeasuredValues;
}
