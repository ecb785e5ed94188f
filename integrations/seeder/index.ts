export { managerSeeder, type ManagerSeeder, type ManagerSeederOptions } from './manager-seeder.js';
