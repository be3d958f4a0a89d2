【窓口】メールアドレスの確認

${name}　様

アカウントの登録を受け付けました。次のページを開くと、登録が完了します。

${link}

お心当たりがない場合は、このメールを破棄してください。アカウントは作られません。
※このメールは送信専用のアドレスから送っています。

Open the page above to confirm your address and finish your registration. If you did not register, please ignore this mail.
