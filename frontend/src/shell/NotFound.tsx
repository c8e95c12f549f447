import { Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { shellWords } from "./messages";

export function NotFound() {
  const words = shellWords();
  return (
    <div className="nothing">
      <Title order={1} size="h3">{words.notFound}</Title>
      <Text mt="sm">
        {words.notFoundWhy} <Link className="link" to="/">{words.toHome}</Link>
      </Text>
    </div>
  );
}
