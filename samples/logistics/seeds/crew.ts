import type { EntityManager } from '@mikro-orm/postgresql';
import { Assignment } from '../crew/assignment.js';
import { CrewMember, Rank } from '../crew/crew-member.js';
import { Skill } from '../crew/skill.js';
import { Ship } from '../fleet/ship.js';
import { PORTS } from './ports.js';

export const CREW = [
  'Grace Hopper',
  'Søren Kierkegaard',
  'Amália Rodrigues',
  'Jan de Wit',
  'Ólafur Arnalds',
  'Mary Kingsley',
  'Zheng He',
  'Jeanne Baret',
];
const SKILLS = ['navigation', 'welding', 'first aid', 'diving'];

export async function seedCrew(em: EntityManager): Promise<void> {
  const skills = SKILLS.map((name) => em.create(Skill, { name }));
  CREW.forEach((name, index) => {
    const id = index + 1;
    const member = em.create(CrewMember, {
      id,
      name,
      email: `crew${id}@fleet.example`,
      rank: ([Rank.Captain, Rank.Mate, Rank.Engineer, Rank.Deckhand] as const)[index % 4] ?? Rank.Deckhand,
      born: `${1958 + index * 5}-11-0${1 + (index % 9)}`,
      salary: `${3000 + index * 125}.50`,
      passport: `X${70_000 + index}`,
      address:
        index % 4 === 3
          ? null
          : {
              street: `Kade ${index + 1}`,
              city: PORTS[index % PORTS.length]?.[1] ?? 'Rotterdam',
              postcode: index % 2 === 0 ? null : `10${index}`,
            },
    });
    member.skills.add(skills.filter((_skill, each) => (index + each) % 3 === 0));
    em.create(Assignment, {
      ship: em.getReference(Ship, 1 + (index % 6)),
      member,
      duty: index % 2 === 0 ? 'Bridge' : 'Engine room',
      since: `2024-0${1 + (index % 9)}-01`,
    });
  });
  await em.flush();
}
