import { buildClasses } from './build-classes.js';
import { decorateField, decorateType, operationsClass } from './decorate.js';
import { isolated } from './isolate.js';

/** What needs TypeGraphQL. It is loaded for applications whose hand-written code leads to classes, and for those with hierarchies. */
export const CLASS_TYPES = Object.freeze({ buildClasses, decorateField, decorateType, isolated, operationsClass });

/** The same, where it may not be loaded. */
export type ClassTypes = typeof CLASS_TYPES;
