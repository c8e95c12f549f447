import { Link } from "@tanstack/react-router";
import { Icon } from "../shared/icons";
import { useMe } from "./me";
import { shellWords } from "./messages";
import { ROOMS } from "./rooms";

/** The way to every room, in groups; what somebody may not enter is not shown. */
export function Navigation() {
  const words = shellWords();
  const administrator = useMe().data?.is_administrator ?? false;
  return (
    <nav className="rooms" aria-label={words.main}>
      {ROOMS.map(({ group, rooms }) => {
        const shown = rooms.filter((room) => !room.administrators || administrator);
        if (shown.length === 0) return null;
        return (
          <div key={group} role="group" aria-labelledby={`rooms-${group}`}>
            <p id={`rooms-${group}`}>{words[group]}</p>
            {shown.map(({ to, word, icon, exact }) => (
              <Link key={to} to={to} activeOptions={{ exact: exact ?? false, includeSearch: false }}>
                <Icon name={icon} />
                {words[word]}
              </Link>
            ))}
          </div>
        );
      })}
    </nav>
  );
}
