package jp.madoguchi.merchant.domain;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** The register of merchants. */
public interface MerchantRepository extends JpaRepository<Merchant, String> {

    Optional<Merchant> findByCaseNumber(String caseNumber);

    Optional<Merchant> findByProgrammeAndNumber(String programme, String number);

    List<Merchant> findByProgrammeOrderByNumber(String programme);

    List<Merchant> findByProgrammeAndPartyAndStateOrderByNumber(String programme, String party, Merchant.State state);
}
