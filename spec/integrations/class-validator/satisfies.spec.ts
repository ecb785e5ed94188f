import { expect } from 'chai';
import {
  ArrayMaxSize,
  getMetadataStorage,
  IsDefined,
  IsEmail,
  IsInt,
  IsOptional,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  validate,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import { satisfies } from '../../../integrations/class-validator/satisfies.js';

const later = async (): Promise<boolean> => true;

/** Constraints of one value each. */
class Plain {
  @MaxLength(5)
  @Matches(/^[a-z]*$/)
  name: unknown;

  @IsInt()
  @Min(1)
  @Max(9)
  size: unknown;

  @IsEmail({}, { groups: ['mail'] })
  mail: unknown;

  @ValidateBy({
    name: 'even',
    validator: { validate: (value, given) => Number(value) % Number(given?.constraints[0]) === 0 },
    constraints: [2],
  })
  even: unknown;
}

class Inherited extends Plain {
  @Length(1, 3)
  short: unknown;
}

class Optional {
  @IsOptional()
  @Min(1)
  size: unknown;
}

class Defined {
  @IsDefined()
  size: unknown;
}

class Conditional {
  @ValidateIf(() => false)
  @Min(1)
  size: unknown;
}

class Each {
  @MaxLength(1, { each: true })
  size: unknown;
}

class Promised {
  @ValidateBy({ name: 'later', validator: { validate: later } })
  size: unknown;
}

class Many {
  @ArrayMaxSize(1)
  size: unknown;
}

const VALUES: readonly unknown[] = [
  undefined,
  null,
  '',
  'abc',
  'abcdef',
  'A',
  'a@example.org',
  0,
  1,
  2,
  9,
  10,
  1.5,
  Number.NaN,
  true,
  [],
  ['a'],
  ['ab', 'c'],
  {},
];

describe('constraints of class-validator that are asked directly', () => {
  const constraintsOf = (object: object, groups?: string[]): Parameters<typeof satisfies>[1] =>
    getMetadataStorage().getTargetValidationMetadatas(object.constructor, '', false, false, groups);

  for (const Class of [Plain, Inherited, Optional, Defined, Conditional, Each, Promised, Many]) {
    it(`are satisfied only where class-validator finds nothing: ${Class.name}`, async () => {
      const names = Class === Plain || Class === Inherited ? ['name', 'size', 'mail', 'even', 'short'] : ['size'];
      const good = { name: 'abc', size: Class === Many ? [] : 2, mail: 'a@example.org', even: 4, short: 'ab' };
      for (const name of names) {
        for (const value of VALUES) {
          for (const groups of [undefined, ['mail'], ['other']]) {
            const object = Object.assign(new Class(), good, { [name]: value });
            const isSilent = (await validate(object, { ...(groups && { groups }), forbidUnknownValues: false })).length === 0;
            expect(isSilent || !satisfies(object, constraintsOf(object, groups)), `${name} ${JSON.stringify(value)}`).to.equal(true);
          }
        }
      }
    });
  }

  it('are exactly those of class-validator where each is of one value', async () => {
    for (const value of VALUES) {
      for (const name of ['name', 'size', 'mail', 'even', 'short']) {
        const object = Object.assign(
          new Inherited(),
          { name: 'abc', size: 2, mail: 'a@example.org', even: 4, short: 'ab' },
          { [name]: value },
        );
        expect(satisfies(object, constraintsOf(object)), `${name} ${JSON.stringify(value)}`).to.equal(
          (await validate(object)).length === 0,
        );
      }
    }
  });

  it('are left to class-validator where they wait, repeat or depend', () => {
    for (const [Class, value] of [
      [Optional, 2],
      [Defined, 2],
      [Conditional, 2],
      [Each, ['a']],
      [Promised, 2],
    ] as const) {
      const object = Object.assign(new Class(), { size: value });
      expect(satisfies(object, constraintsOf(object)), Class.name).to.equal(false);
    }
    expect(satisfies({}, [])).to.equal(true);
  });
});
