import { useMutation } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { AskByMail } from "./AskByMail";
import { Entrance } from "./Entrance";
import { accountWords } from "./messages";

export function ForgottenPage() {
  const words = accountWords();
  const { email } = useSearch({ from: "/forgotten-password" });
  const ask = useMutation({ mutationFn: (address: string) => answered(api.POST("/api/v1/auth/password/forgot", { body: { email: address } })) });
  return (
    <Entrance title={words.forgottenTitle}>
      <AskByMail why={words.forgottenWhy} asked={ask} first={email} />
    </Entrance>
  );
}
