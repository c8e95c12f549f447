import { Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Standing } from "../../client/schema";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { homeWords } from "./messages";

/** The projects with the gravest open findings. */
export function Worst({ projects }: { projects: readonly Standing[] }) {
  const words = homeWords();
  if (projects.length === 0) return null;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="xs">{words.worst}</Title>
      <ul className="standings">
        {projects.map((project) => {
          const open = SEVERITIES.filter((severity) => project[severity] > 0);
          return (
            <li key={project.id}>
              <span className="name">
                <Link className="link" to="/projects/$projectId" params={{ projectId: project.id }}><Inert text={project.name} limit={100} /></Link>
                <span className="sub"><Inert text={project.team_name} limit={100} /></span>
              </span>
              <span className="legend">
                {open.length === 0 && <span>{words.nothingOpen}</span>}
                {open.map((severity) => <span key={severity}><SeverityLabel severity={severity} /> {figure(project[severity])}</span>)}
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
