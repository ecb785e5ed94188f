import { getMetadataStorage } from 'class-validator';
import { allConstraints, type Bound, type ConstraintSource, type TextFormat, type ValueConstraints } from '../../lib/plugin.js';

/** What a decorator of class-validator was given. */
type Arguments = readonly unknown[];

type Read = (given: Arguments) => ValueConstraints;

const format =
  (name: TextFormat): Read =>
  () => ({ format: name });

const bound = (given: Arguments): Bound => given[0] as Bound;
const size = (given: Arguments, place = 0): number => given[place] as number;

/** A date, or a function that gives one. */
const time = ([given]: Arguments): Date => (typeof given === 'function' ? (given as () => Date)() : (given as Date));

const patternOf = ([given, flags]: Arguments): RegExp =>
  given instanceof RegExp ? given : new RegExp(String(given), typeof flags === 'string' ? flags : undefined);

const listOf = ([given]: Arguments): readonly unknown[] => (Array.isArray(given) ? given : Object.values(given as object));

/** What the constraints of class-validator say, by their names; those that are not here are only asked. */
const READ: Readonly<Record<string, Read>> = Object.freeze({
  isDefined: () => ({ required: true }),
  isNotEmpty: () => ({ required: true, minLength: 1, notIn: [''] }),
  equals: ([value]) => ({ in: [value] }),
  notEquals: ([value]) => ({ notIn: [value] }),
  isIn: (given) => ({ in: listOf(given) }),
  isNotIn: (given) => ({ notIn: listOf(given) }),
  isEnum: (given) => ({ in: enumValues(given) }),
  isInt: () => ({ whole: true }),
  min: (given) => ({ min: bound(given) }),
  max: (given) => ({ max: bound(given) }),
  isPositive: () => ({ above: 0 }),
  isNegative: () => ({ below: 0 }),
  isDivisibleBy: (given) => ({ multipleOf: size(given) }),
  isLatitude: () => ({ min: -90, max: 90 }),
  isLongitude: () => ({ min: -180, max: 180 }),
  minDate: (given) => ({ min: time(given) }),
  maxDate: (given) => ({ max: time(given) }),
  minLength: (given) => ({ minLength: size(given) }),
  maxLength: (given) => ({ maxLength: size(given) }),
  isLength: (given) => ({ minLength: size(given), ...(given[1] !== undefined && { maxLength: size(given, 1) }) }),
  matches: (given) => ({ patterns: [patternOf(given)] }),
  contains: ([text]) => ({ contains: [String(text)] }),
  isLowercase: () => ({ textCase: 'lower' }),
  isUppercase: () => ({ textCase: 'upper' }),
  arrayNotEmpty: () => ({ minItems: 1 }),
  arrayMinSize: (given) => ({ minItems: size(given) }),
  arrayMaxSize: (given) => ({ maxItems: size(given) }),
  isAlpha: format('alpha'),
  isAlphanumeric: format('alphanumeric'),
  isAscii: format('ascii'),
  isBase64: format('base64'),
  isBIC: () => ({ patterns: [/^[A-Z]{4}(?:DE|FR|GB|NL|US)[A-Z0-9]{2}$/] }),
  isCreditCard: format('creditCard'),
  isCurrency: () => ({ patterns: [/^\d{1,3}\.\d{2}$/] }),
  isDateString: format('datetime'),
  isIso8601: format('datetime'),
  isRFC3339: format('datetime'),
  isEmail: format('email'),
  isFQDN: format('domain'),
  isHexadecimal: format('hexadecimal'),
  isHexColor: format('hexColor'),
  isIBAN: format('iban'),
  isIp: ([version]) => ({ format: String(version) === '6' ? 'ipv6' : 'ipv4' }),
  isISO31661Alpha2: format('countryCode'),
  isISO31661Alpha3: format('countryCode3'),
  isISO4217CurrencyCode: format('currencyCode'),
  isJson: format('json'),
  isLocale: format('locale'),
  isMacAddress: format('macAddress'),
  isMilitaryTime: () => ({ patterns: [/^(?:[01]\d|2[0-3]):[0-5]\d$/] }),
  isMimeType: format('mimeType'),
  isMobilePhone: format('phone'),
  isNumberString: format('numeric'),
  isPhoneNumber: format('phone'),
  isPort: format('port'),
  isPostalCode: () => ({ patterns: [/^[1-9]\d{4}$/] }),
  isSemVer: format('semVer'),
  isUrl: format('url'),
  isUuid: format('uuid'),
} satisfies Record<string, Read>);

/** A numeric TypeScript enum also maps values back to names. */
function enumValues([given]: Arguments): readonly unknown[] {
  const members = given as Readonly<Record<string, unknown>>;
  return Object.entries(members).flatMap(([name, value]) =>
    /^\d/.test(name) && typeof value === 'string' && members[value] === Number(name) ? [] : [value],
  );
}

/** Reads the constraints of class-validator's decorators, of classes and of those that they extend, so that factories make values that satisfy them. */
export function classValidatorConstraints(): ConstraintSource {
  return {
    name: 'class-validator',
    constraints({ target, field }) {
      if (typeof target !== 'function') return undefined;
      const declared = getMetadataStorage().getTargetValidationMetadatas(target, '', true, false);
      const found = declared.flatMap(({ propertyName, name, constraints, each }): readonly ValueConstraints[] => {
        const read = propertyName === field.name && name !== undefined && Object.hasOwn(READ, name) ? READ[name] : undefined;
        if (!read) return [];
        const said = read((constraints as Arguments | undefined) ?? []);
        return [each ? { items: said } : said];
      });
      return found.length === 0 ? undefined : allConstraints(...found);
    },
  };
}
