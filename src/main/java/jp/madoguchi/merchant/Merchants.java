package jp.madoguchi.merchant;

import java.util.List;
import java.util.Optional;
import jp.madoguchi.kernel.CaseNumber;
import jp.madoguchi.kernel.NotFoundException;
import jp.madoguchi.merchant.domain.Merchant;
import jp.madoguchi.merchant.domain.MerchantRepository;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The register of merchants (S3-41, S3-42), read within the thread's data scope. */
@Service
@Transactional(readOnly = true)
public class Merchants {

    private final MerchantRepository merchants;

    Merchants(MerchantRepository merchants) {
        this.merchants = merchants;
    }

    /** @throws NotFoundException when there is none in this data scope */
    public Merchant get(String number) {
        return merchants.findById(number).orElseThrow(() -> new NotFoundException("merchant " + number));
    }

    /** As somebody typed it: of this programme and in this data scope, whatever became of it. */
    public Optional<Merchant> find(String programme, String number) {
        return merchants.findByProgrammeAndNumber(programme, number.strip());
    }

    public Optional<Merchant> ofCase(CaseNumber number) {
        return merchants.findByCaseNumber(number.value());
    }

    /** All of a programme, those that left too, by number. */
    public List<Merchant> ofProgramme(String programme) {
        return merchants.findByProgrammeOrderByNumber(programme);
    }

    /** The shops of an account that are registered now, by number. */
    public List<Merchant> registeredOf(String programme, String account) {
        return merchants.findByProgrammeAndPartyAndStateOrderByNumber(programme, account, Merchant.State.REGISTERED);
    }
}
