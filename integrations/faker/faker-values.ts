import { base, en, Faker, type LocaleDefinition } from '@faker-js/faker';
import type { Generate, Random, ValueRequest, ValueSource } from '../../lib/plugin.js';
import { formatted } from './formats.js';
import { fromPattern } from './from-pattern.js';
import { named } from './names.js';

/** How values are made. */
export interface FakerValuesOptions {
  /** In which language; the first one that knows something counts. Default: English. */
  readonly locale?: LocaleDefinition | readonly LocaleDefinition[];
}

/** Makes a value with Faker, which takes its numbers from the draw. */
export type FromFaker = (faker: Faker) => unknown;

/**
 * Values by the names of fields, by formats and by patterns, made with Faker: a `firstName` looks like one. They depend on the seed of the factory
 * alone, and on the version of Faker.
 *
 * @example
 * await bootstrap({ orm, factories: { values: [fakerValues({ locale: de })] } });
 */
export function fakerValues({ locale = en }: FakerValuesOptions = {}): ValueSource {
  let drawing: Random | undefined;
  // Every value has a seed of its own already.
  const randomizer = { next: () => drawing?.next() ?? 0, seed: () => undefined };
  const faker = new Faker({ locale: [...[locale].flat(), en, base], randomizer });
  const using =
    (make: FromFaker): Generate =>
    ({ random }) => {
      drawing = random;
      return make(faker);
    };
  return {
    name: 'faker',
    generator(request: ValueRequest) {
      const { constraints, reference, type } = request;
      faker.setDefaultRefDate(reference);
      if (type === 'string' && constraints.patterns) return fromPattern(constraints);
      const make = constraints.format === undefined ? named(request) : formatted(constraints.format);
      return make && using(make);
    },
  };
}
