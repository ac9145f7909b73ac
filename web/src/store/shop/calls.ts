/** Calls as the OpenAPI document has them: a path that is not in it, or a wrong parameter or body, does not compile. */
import type { paths } from "@shared/api/schema";

type Json<Answer> = Answer extends { content: { "application/json": infer Reply } } ? Reply : never;
type Answers<Call> = Call extends { responses: infer All } ? Json<All[keyof All & (200 | 201)]> : never;
type Part<Call, Name extends "path" | "query"> = Call extends { parameters: infer All }
  ? Exclude<All[Name & keyof All], undefined>
  : never;
type Needed<Name extends string, Value> = [Value] extends [never]
  ? { [None in Name]?: never }
  : { [Is in Name]: Value };

/** Paths that can be read, and paths that can be posted to. */
export type ReadPath = { [Path in keyof paths]: paths[Path] extends { get: object } ? Path : never }[keyof paths];
export type DeedPath = { [Path in keyof paths]: paths[Path] extends { post: object } ? Path : never }[keyof paths];

type Get<Path extends ReadPath> = paths[Path] extends { get: infer Call } ? Call : never;
type Post<Path extends DeedPath> = paths[Path] extends { post: infer Call } ? Call : never;

/** What the server answers when a path is read, or posted to. */
export type Got<Path extends ReadPath> = Answers<Get<Path>>;
export type Replied<Path extends DeedPath> = Answers<Post<Path>>;

/** What is posted to a path. */
export type Body<Path extends DeedPath> =
  Post<Path> extends { requestBody?: infer Given } ? Json<Exclude<Given, undefined>> : never;

/** An address, and what is answered there. */
export type Address<Reply> = string & { readonly answers?: Reply };

type Values = Record<string, string | number | boolean | null | undefined | readonly (string | number)[]>;
type Asked<Call> = Needed<"path", Part<Call, "path">> & Needed<"query", Part<Call, "query">>;

/** The address to read something at. */
export function reading<Path extends ReadPath>(path: Path, asked: Asked<Get<Path>>): Address<Got<Path>> {
  return filled(path, asked as { path?: Values; query?: Values });
}

/** The address to post something to. */
export function posting<Path extends DeedPath>(
  path: Path,
  asked: Needed<"path", Part<Post<Path>, "path">>,
): Address<Replied<Path>> {
  return filled(path, asked as { path?: Values });
}

function filled(path: string, { path: pieces = {}, query = {} }: { path?: Values; query?: Values }): string {
  const whole = path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(pieces[name])));
  const asked = Object.entries(query)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}=${[value].flat().map(encoded).join(",")}`);
  return asked.length === 0 ? whole : `${whole}?${asked.join("&")}`;
}

/** Several values stand behind one name, with commas that are not encoded. */
function encoded(value: unknown): string {
  return encodeURIComponent(String(value));
}
