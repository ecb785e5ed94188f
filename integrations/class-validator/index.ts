export { classValidator, type ClassValidatorOptions } from './validator.js';
