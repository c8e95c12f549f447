// A language model for stories: answers in OpenAI's form, and keeps what it was asked.
import { createServer } from "node:http";

export async function startLanguageModel() {
  const asked = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    asked.push(body);
    response.writeHead(200, { "Content-Type": "application/json" });
    const content =
      "The page puts the value of q into its own markup without encoding it. Who gets somebody to open a crafted link runs " +
      "script in their browser, as them.\n\nTo check by hand: open the page with q=<b>hello</b> and look whether the word is bold.";
    response.end(JSON.stringify({ choices: [{ message: { role: "assistant", content } }] }));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/v1`, asked, stop: () => new Promise((resolve) => server.close(resolve)) };
}
