import { Loader, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { readable } from '../schema/names.js';
import { useAccess } from '../schema/use-access.js';
import { useShownManagers } from './navigation.js';
import { useTitle } from './use-title.js';

/** What there is. */
export function Home(): ReactNode {
  useTitle('Overview');
  const managers = useShownManagers();
  const { isKnown } = useAccess();
  return (
    <Stack gap="md">
      <Title order={1} size="h2">
        Overview
      </Title>
      {!isKnown && <Loader aria-label="Reading what there is" />}
      {isKnown && managers.length === 0 && <Text>There is nothing that you may see.</Text>}
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 3 }} spacing="sm">
        {managers.map(({ name, plural, description }) => (
          <Link key={name} href={`/${plural}`} className="card">
            <Text fw={600}>{readable(plural)}</Text>
            {description !== undefined && (
              <Text size="sm" c="dimmed" lineClamp={2}>
                {description}
              </Text>
            )}
          </Link>
        ))}
      </SimpleGrid>
    </Stack>
  );
}
