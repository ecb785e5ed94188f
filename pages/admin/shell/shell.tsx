import { AppShell, Burger, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { useSettings } from '../settings.js';
import { IdentityMenu } from './identity-menu.js';
import { Navigation } from './navigation.js';

interface ShellProps {
  readonly withNavigation?: boolean;
  readonly children: ReactNode;
}

/** What is around everything: the title, who acts, and the managers. */
export function Shell({ withNavigation = false, children }: ShellProps): ReactNode {
  const { title, explain } = useSettings();
  const [opened, { toggle, close }] = useDisclosure(false);
  return (
    <AppShell
      header={{ height: 52 }}
      {...(withNavigation && { navbar: { width: 230, breakpoint: 'sm', collapsed: { mobile: !opened } } })}
      padding="lg"
    >
      <AppShell.Header>
        <a className="skip" href="#content">
          Skip to the content
        </a>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            {withNavigation && <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Show the managers" />}
            <Link href="/" className="title">
              {title}
            </Link>
            {explain && (
              <Text size="xs" c="grape" fw={600} className="mark" visibleFrom="xs">
                development
              </Text>
            )}
          </Group>
          <IdentityMenu />
        </Group>
      </AppShell.Header>
      {withNavigation && (
        <AppShell.Navbar p="sm" className="scrolls" aria-label="Managers">
          <Navigation onNavigate={close} />
        </AppShell.Navbar>
      )}
      <AppShell.Main id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  );
}
