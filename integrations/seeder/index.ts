export { managerSeeder, type ManagerSeederOptions } from './manager-seeder.js';
