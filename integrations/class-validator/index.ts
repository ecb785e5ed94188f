export { classValidatorConstraints } from './constraints.js';
export { classValidator, type ClassValidatorOptions } from './validator.js';
