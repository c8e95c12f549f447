// Findings as another tool would report them, taken in through the API in files of 20,000.
const FILE = 20_000;
const RULES = 40;
const LEVELS = ["error", "warning", "note"];

function sarif(first, count) {
  const rules = Array.from({ length: RULES }, (_, number) => ({ id: `check-${number}`, shortDescription: { text: `Weakness number ${number} of the catalogue` } }));
  const results = Array.from({ length: count }, (_, place) => {
    const number = first + place;
    return {
      ruleId: `check-${number % RULES}`,
      level: LEVELS[number % LEVELS.length],
      message: { text: `The value of parameter p${number} reaches the page unescaped` },
      locations: [{ physicalLocation: { artifactLocation: { uri: `src/part${number % 500}/page${number}.js` }, region: { startLine: 1 + (number % 900) } } }],
    };
  });
  return JSON.stringify({ version: "2.1.0", runs: [{ tool: { driver: { name: "generator", rules } }, results }] });
}

/** Make a project with so many findings and return its id. */
export async function hundredThousand(url, { email, password }, findings) {
  const ask = async (path, body, headers = {}) => {
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", body, headers: { "Content-Type": "application/json", ...headers } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 300)}`);
    return answer.json();
  };
  const { access_token: token } = await ask("/auth/login", JSON.stringify({ email, password }));
  const headers = { Authorization: `Bearer ${token}` };
  const team = await ask("/teams", JSON.stringify({ name: "Measured" }), headers);
  const project = await ask("/projects", JSON.stringify({ team_id: team.id, name: "Large" }), headers);
  for (let first = 0; first < findings; first += FILE) {
    const file = sarif(first, Math.min(FILE, findings - first));
    await ask(`/projects/${project.id}/imports`, file, { ...headers, "Content-Type": "application/octet-stream" });
  }
  return project.id;
}
