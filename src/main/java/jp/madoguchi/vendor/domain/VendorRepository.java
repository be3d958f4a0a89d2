package jp.madoguchi.vendor.domain;

import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

/** The register of vendors. */
public interface VendorRepository extends JpaRepository<Vendor, String> {

    Optional<Vendor> findByCaseNumber(String caseNumber);

    List<Vendor> findByProgrammeOrderByNumber(String programme);
}
