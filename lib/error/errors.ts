import { defineError } from './define-error.js';

// Declarations and boot

export const NotAManager = defineError<{ className: string }>({
  code: 'GM_DECL_NOT_A_MANAGER',
  kind: 'declaration',
  message: ({ className }) => `${className} was given to bootstrap({ managers }) but carries no @Manager().`,
  fix: 'Put @Manager() on the class, or remove it from `managers`.',
});

export const NoInterface = defineError<{ className: string }>({
  code: 'GM_DECL_NO_INTERFACE',
  kind: 'declaration',
  message: ({ className }) => `${className} is a manager, but no interface knows where its data lives.`,
  fix: 'Make the class an entity of the given ORM, or say where its data lives with @Interface(…).',
});

export const DuplicateManager = defineError<{ name: string; other: string }>({
  code: 'GM_MODEL_DUPLICATE_MANAGER',
  kind: 'model',
  message: ({ name, other }) => `Two managers are called ${name}: this one and ${other}.`,
  fix: 'Rename one of them with @Manager({ name }).',
});

export const InvalidName = defineError<{ name: string }>({
  code: 'GM_MODEL_INVALID_NAME',
  kind: 'model',
  message: ({ name }) => `"${name}" is not a name that GraphQL accepts (letters, digits and "_", not starting with a digit or "__").`,
  fix: 'Give it a valid name with @Manager({ name }) or @Manager({ fields: { …: { name } } }).',
});

export const ReservedName = defineError<{ name: string }>({
  code: 'GM_MODEL_RESERVED_NAME',
  kind: 'model',
  message: ({ name }) => `A field is called "${name}", which filters use to connect conditions.`,
  fix: 'Give it another name with @Manager({ fields: { …: { name } } }), or keep it out with expose: false.',
});

export const NameClash = defineError<{ name: string; other: string }>({
  code: 'GM_MODEL_NAME_CLASH',
  kind: 'model',
  message: ({ name, other }) => `The name ${name} is already taken by ${other}.`,
  fix: 'Rename one of the two with @Manager({ name, plural, operations, fields }), or leave the operation to your own resolver with "custom".',
});

export const UnknownField = defineError<{ manager: string; field: string }>({
  code: 'GM_DECL_UNKNOWN_FIELD',
  kind: 'declaration',
  message: ({ manager, field }) => `@Manager({ fields }) of ${manager} names "${field}", which is not a field of it.`,
  fix: 'Correct the name, or remove the entry.',
});

export const TypeClash = defineError<{ name: string; managers: readonly string[] }>({
  code: 'GM_MODEL_TYPE_CLASH',
  kind: 'model',
  message: ({ name, managers }) => `Two different types of ${managers.join(' and ')} would both be called ${name}.`,
  fix: 'Rename one of the two embeddable classes, database enums or managers that the name comes from.',
});

export const EnumKeyClash = defineError<{ enumName: string; member: string }>({
  code: 'GM_MODEL_ENUM_KEY_CLASH',
  kind: 'model',
  message: ({ enumName, member }) => `Two values of the enum ${enumName} would both be called ${member}.`,
  fix: 'Name the members with @Manager({ fields: { …: { enum: { MEMBER: value } } } }).',
});

export const NoConcreteType = defineError<{ manager: string }>({
  code: 'GM_MODEL_NO_CONCRETE_TYPE',
  kind: 'model',
  message: ({ manager }) => `${manager} is abstract and none of its subclasses is a manager, so that no row of it could be shown.`,
  fix: 'Put @Manager() on at least one concrete subclass.',
});

export const NoFields = defineError<{ manager: string }>({
  code: 'GM_MODEL_NO_FIELDS',
  kind: 'model',
  message: ({ manager }) => `${manager} has no field that may be shown.`,
  fix: 'Expose at least one field, or remove @Manager().',
});

export const PluginOrder = defineError<{ plugin: string }>({
  code: 'GM_PLUGIN_ORDER',
  kind: 'declaration',
  message: ({ plugin }) => `The plugin ${plugin} is registered twice, or its before/after contradict those of others.`,
  fix: 'Register each plugin once and remove the contradiction.',
});

// Reading

export const UnknownManager = defineError<{ name: string }>({
  code: 'GM_READ_UNKNOWN_MANAGER',
  kind: 'input',
  message: ({ name }) => `${name} is not a manager of this application.`,
  fix: 'Put @Manager() on the class and boot with the ORM that knows it.',
});

export const UnknownReference = defineError<{ manager: string; field: string }>({
  code: 'GM_READ_UNKNOWN_FIELD',
  kind: 'input',
  message: ({ manager, field }) => `${manager} has no field "${field}" that can be used here.`,
  fix: 'Use one of the fields that the manager shows.',
});

export const UnknownOperator = defineError<{ manager: string; field: string; operator: string }>({
  code: 'GM_READ_UNKNOWN_OPERATOR',
  kind: 'input',
  message: ({ manager, field, operator }) => `${manager}.${field} cannot be filtered with "${operator}".`,
  fix: 'Use one of the operators that the field offers.',
});

export const InvalidOperand = defineError<{ field: string; operator: string; expected: string }>({
  code: 'GM_READ_INVALID_OPERAND',
  kind: 'input',
  message: ({ field, operator, expected }) => `The value given for ${field}.${operator} is not ${expected}.`,
  fix: 'Pass a value of the expected type.',
});

export const InvalidFilter = defineError<{ manager: string }>({
  code: 'GM_READ_INVALID_FILTER',
  kind: 'input',
  message: ({ manager }) => `A filter of ${manager} is not an object of fields, operators and and/or/not.`,
  fix: 'Write it as { field: { operator: value } }.',
});

export const InvalidSort = defineError<{ manager: string }>({
  code: 'GM_READ_INVALID_SORT',
  kind: 'input',
  message: ({ manager }) =>
    `A sort of ${manager} is not a field name with an optional "-", nor an object that names one field and a direction.`,
  fix: 'Write it as "-name", { name: "desc" } or { album: { title: "asc" } }.',
});

export const CapabilityName = defineError<{ manager: string; name: string }>({
  code: 'GM_READ_CAPABILITY_NAME',
  kind: 'input',
  message: ({ manager, name }) => `Objects of ${manager} have a field "${name}", so that capabilities cannot be added under this name.`,
  fix: 'Give another name with withCapabilities(name).',
});

export const InvalidSelection = defineError<{ manager: string }>({
  code: 'GM_READ_INVALID_SELECTION',
  kind: 'input',
  message: ({ manager }) => `A selection of ${manager} is not an object that names fields.`,
  fix: 'Write it as { name: true, album: { title: true }, tracks: { select: { name: true }, first: 10 } }.',
});

export const NoAggregate = defineError<{ manager: string }>({
  code: 'GM_READ_NO_AGGREGATE',
  kind: 'input',
  message: ({ manager }) => `The interface of ${manager} cannot group and measure its objects.`,
  fix: 'Read the objects and compute what you need of them.',
});

export const InvalidAggregate = defineError<{ manager: string; reason: string }>({
  code: 'GM_READ_INVALID_AGGREGATE',
  kind: 'input',
  message: ({ manager, reason }) => `${manager} cannot be aggregated like this: ${reason}.`,
  fix: 'Write it as aggregate({ count: true, sum: ["price"] }), or groupBy("genre").having({ count: { gt: 3 } }).sort("-count").aggregate(…).',
});

export const NotGrouped = defineError<{ manager: string; field: string }>({
  code: 'GM_READ_NOT_GROUPED',
  kind: 'input',
  message: ({ manager, field }) => `Groups of ${manager} are asked for "${field}", by which they are not grouped.`,
  fix: 'Name the field in groupBy, or leave it out of the key and the sort.',
});

export const InvalidPage = defineError<{ reason: string }>({
  code: 'GM_READ_INVALID_PAGE',
  kind: 'input',
  message: ({ reason }) => `The page cannot be read: ${reason}.`,
  fix: 'Use first/after, last/before, or first/offset, each not negative and within the limits.',
});

export const PageTooLarge = defineError<{ size: number; max: number }>({
  code: 'GM_LIMIT_PAGE_SIZE',
  kind: 'limit',
  message: ({ size, max }) => `A page of ${size} was asked for, and at most ${max} are given at once.`,
  fix: 'Ask for a smaller page, or raise limits.maxPageSize.',
});

export const TooDeep = defineError<{ max: number }>({
  code: 'GM_LIMIT_DEPTH',
  kind: 'limit',
  message: ({ max }) => `The filter or selection is nested deeper than ${max} levels.`,
  fix: 'Nest less deeply, or raise limits.maxDepth.',
});

export const TooManyRows = defineError<{ rows: number; max: number }>({
  code: 'GM_LIMIT_ROWS',
  kind: 'limit',
  message: ({ rows, max }) => `Up to ${rows} rows were asked for, related ones included, and at most ${max} are given at once.`,
  fix: 'Ask for smaller pages (first) where lists are nested, or raise limits.maxRows.',
});

export const TooManyValues = defineError<{ max: number }>({
  code: 'GM_LIMIT_LIST_ITEMS',
  kind: 'limit',
  message: ({ max }) => `A list in the filter has more than ${max} values.`,
  fix: 'Pass fewer values, or raise limits.maxListItems.',
});

export const TooManyConditions = defineError<{ max: number }>({
  code: 'GM_LIMIT_CONDITIONS',
  kind: 'limit',
  message: ({ max }) => `The filter has more than ${max} comparisons.`,
  fix: 'Filter by fewer comparisons (`in` takes a list), or raise limits.maxConditions.',
});

export const TooManyMeasures = defineError<{ max: number }>({
  code: 'GM_LIMIT_MEASURES',
  kind: 'limit',
  message: ({ max }) => `An aggregate has more than ${max} measures, those of its having and sort included.`,
  fix: 'Ask for fewer measures at once, or raise limits.maxMeasures.',
});

export const InvalidCursor = defineError({
  code: 'GM_READ_INVALID_CURSOR',
  kind: 'input',
  message: () => 'The cursor is malformed, or was made for another list, filter, sort or actor.',
  fix: 'Use a cursor from an answer to the same list with the same filter and sort.',
});

export const InvalidKey = defineError<{ manager: string }>({
  code: 'GM_READ_INVALID_KEY',
  kind: 'input',
  message: ({ manager }) => `This is not a key of ${manager}.`,
  fix: 'Pass every part of the key, each of its own type.',
});

export const NoKey = defineError<{ manager: string }>({
  code: 'GM_READ_NO_KEY',
  kind: 'input',
  message: ({ manager }) => `${manager} has no key, so that a single one cannot be addressed and keyset pages are not possible.`,
  fix: 'Read it as a list with offset pages, or give the entity a primary key.',
});

export const NotFound = defineError<{ manager: string }>({
  code: 'GM_READ_NOT_FOUND',
  kind: 'missing',
  message: ({ manager }) => `No ${manager} was found.`,
  fix: 'Check the key; it may also be one that the actor may not see.',
});

export const Aborted = defineError({
  code: 'GM_READ_ABORTED',
  kind: 'input',
  message: () => 'The read was aborted by its signal.',
  fix: 'Nothing has to be done where the client went away; otherwise do not abort the signal before the read has ended.',
});

export const ReadTimeout = defineError({
  code: 'GM_READ_TIMEOUT',
  kind: 'limit',
  message: () => 'The read took too long and was cancelled.',
  fix: 'Ask for less or filter by indexed fields, or raise limits.timeoutMs.',
});

export const SystemReason = defineError({
  code: 'GM_READ_SYSTEM_REASON',
  kind: 'input',
  message: () => 'gm.system() was called without a reason.',
  fix: 'Say why permissions are bypassed: gm.system("nightly export").',
});

// Run time

export const InvalidBusinessRule = defineError<{ manager: string; rule: string; reason: string }>({
  code: 'GM_DECL_INVALID_RULE',
  kind: 'declaration',
  message: ({ manager, rule, reason }) => `The rule "${rule}" of ${manager} cannot be used: ${reason}.`,
  fix: 'Correct what @Rule says; it names properties of the class.',
});

export const Internal = defineError<{ id: string }>({
  code: 'GM_INTERNAL',
  kind: 'internal',
  message: ({ id }) => `Something went wrong on our side (error ${id}).`,
  fix: 'Look up the id in the server log.',
});

export const NoRowLevelSecurity = defineError({
  code: 'GM_RLS_UNSUPPORTED',
  kind: 'integration',
  message: () => 'No manager of the application lives in a database that has row-level security.',
  fix: 'Boot with an ORM of @mikro-orm/postgresql that has managers.',
});

export const NoAdvice = defineError({
  code: 'GM_ADVISE_UNSUPPORTED',
  kind: 'integration',
  message: () => 'No manager of the application lives in a PostgreSQL database, of which indexes and statistics are known.',
  fix: 'Ask an application that boots with an ORM of @mikro-orm/postgresql.',
});
