import type { TextFormat } from '../../lib/plugin.js';
import type { FromFaker } from './faker-values.js';

const FORMATS: Readonly<Partial<Record<TextFormat, FromFaker>>> = Object.freeze({
  base64: (faker) => Buffer.from(faker.string.alphanumeric(12)).toString('base64'),
  countryCode: (faker) => faker.location.countryCode('alpha-2'),
  countryCode3: (faker) => faker.location.countryCode('alpha-3'),
  creditCard: (faker) => faker.finance.creditCardNumber('4###############').replace(/\D/g, ''),
  currencyCode: (faker) => faker.finance.currencyCode(),
  date: (faker) => faker.date.past({ years: 2 }).toISOString().slice(0, 10),
  datetime: (faker) => faker.date.past({ years: 2 }).toISOString(),
  domain: (faker) => faker.internet.domainName(),
  email: (faker) => emailOf(faker),
  hexColor: (faker) => faker.color.rgb(),
  iban: (faker) => faker.finance.iban(),
  ip: (faker) => faker.internet.ipv4(),
  ipv4: (faker) => faker.internet.ipv4(),
  ipv6: (faker) => faker.internet.ipv6(),
  locale: (faker) => faker.helpers.arrayElement(['de', 'en', 'es', 'fr', 'it', 'ja', 'nl', 'pt']),
  macAddress: (faker) => faker.internet.mac(),
  mimeType: (faker) => faker.system.mimeType(),
  phone: (faker) => `+1${faker.string.fromCharacters('23456789', 1)}02555${faker.string.numeric(4)}`,
  semVer: (faker) => faker.system.semver(),
  slug: (faker) => faker.lorem.slug(),
  ulid: (faker) => faker.string.ulid(),
  url: (faker) => `https://${faker.internet.domainWord()}.example.com/${faker.lorem.slug()}`,
} satisfies Partial<Record<TextFormat, FromFaker>>);

/** What makes a text of a format; undefined for those that need no Faker. */
export const formatted = (format: TextFormat): FromFaker | undefined => FORMATS[format];

/** An address at a domain that belongs to nobody. */
export const emailOf: FromFaker = (faker) => faker.internet.email({ provider: 'example.com' }).toLowerCase();
