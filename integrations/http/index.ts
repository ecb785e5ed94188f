export { HttpAdapter } from './adapter.js';
export { http } from './declare/http.js';
export type * from './declare/operation-options.js';
export type * from './declare/resource-options.js';
export { field } from './field/field.js';
export type * from './field/field-options.js';
export type * from './field/resource-field.js';
export * from './pagination/index.js';
export * from './upstream/index.js';
