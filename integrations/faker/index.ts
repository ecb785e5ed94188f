export { fakerValues, type FakerValuesOptions } from './faker-values.js';
