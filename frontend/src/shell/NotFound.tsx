import { Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";

export function NotFound() {
  return (
    <div className="nothing">
      <Title order={1} size="h3">There is no such page</Title>
      <Text mt="sm">
        The address may be old or mistyped. <Link className="link" to="/">Go to your projects</Link>
      </Text>
    </div>
  );
}
