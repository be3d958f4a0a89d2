package jp.madoguchi.letters;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface LetterRepository extends JpaRepository<Letter, String> {

    Optional<Letter> findByCaseNumberAndKindAndRound(String caseNumber, String kind, int round);

    List<Letter> findByCaseNumberOrderByIssuedAtAscIdAsc(String caseNumber);
}
