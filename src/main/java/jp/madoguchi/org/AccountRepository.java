package jp.madoguchi.org;

import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;

interface AccountRepository extends JpaRepository<Account, String> {

    Optional<Account> findByLogin(String login);

    Optional<Account> findByConfirmationCode(String code);
}
