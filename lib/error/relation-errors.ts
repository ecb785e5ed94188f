import { defineError } from './define-error.js';

// Relations that match the fields of two managers

export const RelationTarget = defineError<{ relation: string }>({
  code: 'GM_RELATION_TARGET',
  kind: 'declaration',
  message: ({ relation }) => `The relation ${relation} leads to a class that is not a manager of this application.`,
  fix: 'Put @Manager() on the class and boot with it (its ORM in `orm`, other classes in `managers`); where files import each other, give () => Target.',
});

export const RelationClash = defineError<{ relation: string }>({
  code: 'GM_RELATION_CLASH',
  kind: 'declaration',
  message: ({ relation }) => `The relation ${relation} is called like a property that the interface knows already.`,
  fix: 'Give the relation another name in @Manager({ relations }).',
});

export const RelationFieldUnknown = defineError<{ relation: string; field: string }>({
  code: 'GM_RELATION_UNKNOWN_FIELD',
  kind: 'declaration',
  message: ({ relation, field }) => `The relation ${relation} names ${field}, which is not a field with a single value.`,
  fix: 'Name mapped properties in `by` and `to`: neither lists, embedded objects and relations, nor properties that are not exposed as values.',
});

export const RelationFieldCount = defineError<{ relation: string; reason: string }>({
  code: 'GM_RELATION_FIELDS',
  kind: 'declaration',
  message: ({ relation, reason }) => `The fields of the relation ${relation} do not name its other end: ${reason}.`,
  fix: 'Name as many fields in `by` as the key has parts, or a unique field in `to`.',
});

export const RelationTypes = defineError<{ relation: string; fields: readonly [string, string] }>({
  code: 'GM_RELATION_TYPES',
  kind: 'declaration',
  message: ({ relation, fields: [one, other] }) =>
    `The relation ${relation} compares ${one} with ${other}, whose values cannot be told to be the same.`,
  fix: 'Link by texts, whole numbers, UUIDs or members of one enum, both fields of the same kind or one of them a text.',
});

export const RelationUnfilterable = defineError<{ relation: string; field: string }>({
  code: 'GM_RELATION_UNFILTERABLE',
  kind: 'declaration',
  message: ({ relation, field }) => `The relation ${relation} needs objects by ${field}, which their interface cannot be asked for.`,
  fix: 'Let the interface filter the field with `in`, or link by the key.',
});

export const RelationInRule = defineError<{ manager: string; relation: string }>({
  code: 'GM_RELATION_IN_RULE',
  kind: 'declaration',
  message: ({ manager, relation }) =>
    `A rule looks at ${manager}.${relation}, which matches fields of two managers, so that no source can decide about it alone.`,
  fix: 'Decide by fields of the object itself, or let the interface map the relation.',
});

export const RelationWriteRule = defineError<{ relation: string; operation: string }>({
  code: 'GM_RELATION_WRITE_RULE',
  kind: 'declaration',
  message: ({ relation, operation }) => `A rule says who may ${operation} ${relation}, which is never written: fields hold the link.`,
  fix: 'Put the rule on the fields that the relation names in `by`.',
});

export const TooManyRelated = defineError<{ manager: string; max: number }>({
  code: 'GM_LIMIT_RELATED_ROWS',
  kind: 'limit',
  message: ({ manager, max }) => `More than ${max} related ${manager} objects would have to be read to find the pages that were asked for.`,
  fix: 'Ask for fewer objects or filter the related ones, or raise limits.maxRelatedRows.',
});

export const TooManyMatches = defineError<{ manager: string; max: number }>({
  code: 'GM_LIMIT_MATCHES',
  kind: 'limit',
  message: ({ manager, max }) => `A filter finds more than ${max} ${manager} objects, by which others would have to be found.`,
  fix: 'Filter the related objects by more, or raise limits.maxMatches.',
});
