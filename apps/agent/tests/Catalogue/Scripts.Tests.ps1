# Every script but the guarded restart (which has a file of its own): what it does when all goes well, and that
# nothing follows a command that failed.
BeforeDiscovery {
    $hash = 'A' * 64
    $file = @{ path = "'C:\hgs\file'"; sha256 = "'$hash'"; name = "'HV-01'" }
    $hashed = [pscustomobject]@{ Hash = $hash; Path = 'C:\hgs\file' }
    $guard = [pscustomobject]@{ AvailableSecurityProperties = 1, 2, 3 }
    $urls = [pscustomobject]@{ AttestationServerUrl = 'https://hgs.example/Attestation'; KeyProtectionServerUrl = 'https://hgs.example/KeyProtection' }
    $deviceGuard = 'reg add HKLM\SYSTEM\CurrentControlSet\Control\DeviceGuard'
    $vbsOn = "$deviceGuard /v EnableVirtualizationBasedSecurity /t REG_DWORD /d 1 /f"
    $net = 'reg add HKLM\SOFTWARE\Microsoft\.NETFramework\v4.0.30319 /v SystemDefaultTlsVersions /t REG_DWORD /d 1 /f'
    $cases = @(
        @{ Id = 'installFeature'; Answers = @{ 'Get-WindowsFeature' = [pscustomobject]@{ InstallState = 'Available' } }
            Changes = 'Install-WindowsFeature -Name HostGuardian'
        }
        @{ Id = 'setHgsUrls'; Blanks = @{ attestation = "'https://hgs.example/Attestation'"; keyProtection = "'https://hgs.example/KeyProtection'" }
            Changes = 'Set-HgsClientConfiguration -AttestationServerUrl https://hgs.example/Attestation -KeyProtectionServerUrl https://hgs.example/KeyProtection'
        }
        @{ Id = 'resyncClock'; Changes = 'w32tm /resync' }
        @{ Id = 'suspendBitLocker'; Answers = @{ 'Get-BitLockerVolume' = [pscustomobject]@{ ProtectionStatus = 'On' } }
            Changes = 'Suspend-BitLocker -MountPoint C: -RebootCount 1'
        }
        @{ Id = 'installBitLocker'; Answers = @{ 'Get-WindowsFeature' = [pscustomobject]@{ InstallState = 'Available' } }
            Changes = 'Install-WindowsFeature -IncludeManagementTools True -Name BitLocker'
        }
        @{ Id = 'makeHostKey'; Changes = 'Set-HgsClientHostKey' }
        @{ Id = 'renewSigner'; Changes = 'Start-ScheduledTask -TaskName AttestationSignerCertRenewalTask -TaskPath \Microsoft\Windows\HGSServer\' }
        @{ Id = 'encryptPagefile'; Changes = 'fsutil behavior set encryptpagingfile 1' }
        @{ Id = 'hibernateOff'; Changes = 'powercfg /hibernate off' }
        @{ Id = 'dumpsOff'; Changes = 'reg add HKLM\SYSTEM\CurrentControlSet\Control\CrashControl\ForceDumpsDisabled /v GuardedHost /t REG_DWORD /d 1 /f' }
        @{ Id = 'debugOff'; Changes = 'bcdedit /debug off' }
        @{ Id = 'useSystemTls'; Changes = "$net /reg:64", "$net /reg:32" }
        @{ Id = 'requireVbs'; Changes = $vbsOn, "$deviceGuard /v RequirePlatformSecurityFeatures /t REG_DWORD /d 1 /f" }
        @{ Id = 'requireDma'; Answers = @{ 'Get-CimInstance' = $guard }
            Changes = $vbsOn, "$deviceGuard /v RequirePlatformSecurityFeatures /t REG_DWORD /d 3 /f"
        }
        @{ Id = 'enableHvci'; Changes = $vbsOn, ($deviceGuard + '\Scenarios\HypervisorEnforcedCodeIntegrity /v Enabled /t REG_DWORD /d 1 /f') }
        @{ Id = 'encryptDumps'; Blanks = @{ configure = "'Set-DumpEncryptionConfiguration'"; certificate = "'Cert:\LocalMachine\My\AB'" }
            Answers = @{ 'Get-Item' = 'the certificate' }; Changes = 'Set-DumpEncryptionConfiguration -Certificate the certificate -Force True'
        }
        @{ Id = 'updateDumpKey'; Blanks = @{ configure = "'Set-DumpEncryptionConfiguration'"; certificate = "'Cert:\LocalMachine\My\AB'" }
            Answers = @{ 'Get-Item' = 'the certificate' }; Changes = 'Set-DumpEncryptionConfiguration -Certificate the certificate -Force True'
        }
        @{ Id = 'deployCiPolicy'; Blanks = @{ path = $file.path; sha256 = $file.sha256 }
            Answers = @{ 'Get-FileHash' = $hashed; 'Invoke-CimMethod' = [pscustomobject]@{ ReturnValue = 0 } }
            Changes = 'Invoke-CimMethod -Arguments System.Collections.Hashtable -ClassName PS_UpdateAndCompareCIPolicy -MethodName Update -Namespace root/Microsoft/Windows/CI'
        }
        @{ Id = 'captureBaseline'; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Get-HgsAttestationBaselinePolicy -Path C:\\hgs\\HV-01-\d{8}-\d{6}\.tcglog -SkipValidation False'; IsPattern = $true }
        @{ Id = 'exportTpmIdentity'; Answers = @{ 'Get-FileHash' = $hashed; 'Get-PlatformIdentifier' = [xml]'<a><EK/></a>' }
            Changes = 'Out-File -Encoding UTF8 -FilePath C:\\hgs\\HV-01-\d{8}-\d{6}\.xml'; IsPattern = $true
        }
        @{ Id = 'exportHostKey'; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Get-HgsClientHostKey -Path C:\\hgs\\HV-01-\d{8}-\d{6}\.cer'; IsPattern = $true }
        @{ Id = 'registerBaseline'; Blanks = $file; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Add-HgsAttestationTpmPolicy -Name HV-01 -Path C:\hgs\file' }
        @{ Id = 'registerBaseline v1'; Blanks = $file; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Add-HgsAttestationTpmPolicy -Name HV-01 -Path C:\hgs\file -PolicyVersion v1' }
        # Its name is what a host said: one text, whatever is in it.
        @{ Id = 'registerBaseline hostile'; Blanks = @{ path = $file.path; sha256 = $file.sha256 }; Answers = @{ 'Get-FileHash' = $hashed }
            Changes = 'Add-HgsAttestationTpmPolicy -Name M4''; Remove-Item C:\ -Recurse; ''$(calc) "-fw''; calc # -Path C:\hgs\file'
        }
        @{ Id = 'registerTpmHost'; Blanks = $file; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Add-HgsAttestationTpmHost -Name HV-01 -Path C:\hgs\file' }
        @{ Id = 'registerHostKey'; Blanks = $file; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Add-HgsAttestationHostKey -Name HV-01 -Path C:\hgs\file' }
        @{ Id = 'registerCiPolicy'; Blanks = $file; Answers = @{ 'Get-FileHash' = $hashed }; Changes = 'Add-HgsAttestationCIPolicy -Name HV-01 -Path C:\hgs\file' }
        @{ Id = 'registerDumpKey'; Blanks = @{ hash = "'$hash'"; name = "'dumps'" }; Changes = "Add-HgsAttestationDumpPolicy -Name dumps -PublicKeyHash $hash" }
        @{ Id = 'addToGroup'; Blanks = @{ group = "'Guarded'"; computer = "'HV-01$'" }; Changes = 'Add-ADGroupMember -Identity Guarded -Members HV-01$' }
        @{ Id = 'testConnection'; Answers = @{ 'Get-HgsClientConfiguration' = $urls }; Changes = 'Test-NetConnection -ComputerName hgs.example -Port 443' }
        @{ Id = 'testServerConnection'; Blanks = @{ server = "'https://fabric.example:8443'" }; Changes = 'Test-GuardedFabricHost -Server https://fabric.example:8443' }
        @{ Id = 'makeCiPolicy'; Answers = @{ 'Get-FileHash' = $hashed }; IsPattern = $true
            Changes = 'New-CIPolicy -Fallback Hash -FilePath C:\\hgs\\HV-01-\d{8}-\d{6}\.xml -Level Publisher -UserPEs True',
            'ConvertFrom-CIPolicy -BinaryFilePath C:\\hgs\\HV-01-\d{8}-\d{6}-audit\.p7b -XmlFilePath C:\\hgs\\HV-01-\d{8}-\d{6}\.xml'
        }
        @{ Id = 'enforceCiPolicy'; Blanks = @{ path = "'C:\hgs\policy.xml'" }; Answers = @{ 'Get-FileHash' = $hashed }
            Changes = 'Set-RuleOption -Delete True -FilePath C:\hgs\policy.xml -Option 3',
            'ConvertFrom-CIPolicy -BinaryFilePath C:\hgs\policy-enforced.p7b -XmlFilePath C:\hgs\policy.xml'
        }
        @{ Id = 'hashDumpKey'; Answers = @{ 'Get-ItemProperty' = [pscustomobject]@{ PublicKey = [byte[]](1, 2, 3) }; 'Get-FileHash' = $hashed }
            Changes = 'Get-FileHash -Algorithm SHA256 -Path .*'; IsPattern = $true
        }
    )
    $volume = @{ MountPoint = 'C:'; KeyProtector = @() }
    $cases += @{ Id = 'enableBitLocker'
        State = @{ Volume = $volume }
        Answers = @{
            'Get-WindowsFeature'        = [pscustomobject]@{ InstallState = 'Installed' }
            'Get-BitLockerVolume'       = { param($bound, $state) [pscustomobject]@{ VolumeStatus = 'FullyDecrypted'; ProtectionStatus = 'Off'; KeyProtector = $state.Volume.KeyProtector } }
            'Add-BitLockerKeyProtector' = { param($bound, $state) $state.Volume.KeyProtector = @([pscustomobject]@{ KeyProtectorType = 'RecoveryPassword'; KeyProtectorId = '{1}' }) }
        }
        Changes = 'Add-BitLockerKeyProtector -MountPoint C: -RecoveryPasswordProtector True',
        'Backup-BitLockerKeyProtector -KeyProtectorId {1} -MountPoint C:',
        'Enable-BitLocker -EncryptionMethod XtsAes256 -MountPoint C: -SkipHardwareTest True -TpmProtector True'
    }
    $tested = @($cases.Id) + 'guardedRestart', 'guardedRestart HV-02', 'guardedRestart of checks', 'resumeNode', 'restartAfterBitLocker'
}

BeforeAll {
    Import-Module "$PSScriptRoot/CatalogueRun.psm1" -Force

    function Invoke-Case([hashtable]$Case, [int]$FailAt = -1) {
        $command = Get-CatalogueCommand $Case.Id
        if ($Case.Blanks) { $command = Set-CatalogueBlank $command $Case.Blanks }
        if ($Case.State.Volume) { $Case.State.Volume.KeyProtector = @() }
        $answers = if ($Case.Answers) { $Case.Answers } else { @{} }
        Invoke-CatalogueScript -Command $command -Answers $answers -State $Case.State -FailAt $FailAt
    }
}

Describe 'The scripts of the catalogue' -ForEach @{ Tested = $tested } {
    It 'are all tested' {
        $commands = Get-Content -LiteralPath "$PSScriptRoot/commands.json" -Raw | ConvertFrom-Json
        ($commands | Where-Object { $_.command -like '& {*' }).id | Sort-Object -Unique | Should -Be ($Tested | Sort-Object -Unique)
    }
}

Describe 'Script <_.Id>' -ForEach $cases {
    It 'does what it is for, in Constrained Language Mode' {
        $run = Invoke-Case $_
        $run.Mode | Should -Be 'ConstrainedLanguage'
        $run.Failure | Should -BeNullOrEmpty
        $run.Errors | Should -BeNullOrEmpty
        foreach ($change in $_.Changes) {
            if ($_.IsPattern) { $run.Calls -match "^$change`$" | Should -HaveCount 1 } else { $run.Calls | Should -Contain $change }
        }
    }

    It 'does nothing more after a command that failed, whichever it is' {
        $good = (Invoke-Case $_).Calls
        for ($number = 0; $number -lt $good.Count; $number++) {
            # What is asked with -ErrorAction SilentlyContinue may fail; what runs last has nothing after it.
            $mayFail = $good[$number] -like 'Get-ItemProperty*DeviceGuard*' -or $good[$number] -like 'Set-DumpEncryptionConfiguration*'
            $run = Invoke-Case $_ -FailAt $number
            if ($mayFail) { continue }
            $run.Failure | Should -Not -BeNullOrEmpty -Because "$($good[$number]) failed"
            $run.Calls | Should -HaveCount ($number + 1) -Because "nothing may follow $($good[$number])"
        }
    }
}

Describe 'Encrypting the OS volume' {
    BeforeAll {
        function Invoke-Encryption([string]$Status, [string]$Protection, $Protectors, [string[]]$Fail) {
            $volume = [pscustomobject]@{ VolumeStatus = $Status; ProtectionStatus = $Protection; KeyProtector = $Protectors }
            Invoke-CatalogueScript -Command (Get-CatalogueCommand enableBitLocker) -Answers @{ 'Get-BitLockerVolume' = $volume; 'Get-WindowsFeature' = $installed } -Fail $Fail
        }
        $installed = [pscustomobject]@{ InstallState = 'Installed' }
        $recovery = [pscustomobject]@{ KeyProtectorType = 'RecoveryPassword'; KeyProtectorId = '{7}' }
        $tpm = [pscustomobject]@{ KeyProtectorType = 'Tpm'; KeyProtectorId = '{8}' }
    }

    It 'never encrypts where the recovery key could not be backed up' {
        $run = Invoke-Encryption 'FullyDecrypted' 'Off' @($recovery) 'Backup-BitLockerKeyProtector'
        $run.Failure | Should -Match 'Backup-BitLockerKeyProtector'
        $run.Calls -match 'Enable|Resume' | Should -BeNullOrEmpty
    }

    It 'never encrypts where there is still no recovery password' {
        $run = Invoke-Encryption 'FullyDecrypted' 'Off' @($tpm) @()
        $run.Failure | Should -Match 'no recovery password'
        $run.Calls -match 'Backup|Enable' | Should -BeNullOrEmpty
    }

    It 'backs up a recovery password that is there and makes no second one' {
        $run = Invoke-Encryption 'FullyDecrypted' 'Off' @($tpm, $recovery) @()
        $run.Calls -match '^Add-' | Should -BeNullOrEmpty
        $run.Calls | Should -Contain 'Backup-BitLockerKeyProtector -KeyProtectorId {7} -MountPoint C:'
    }

    It 'resumes protection that was only suspended' {
        $run = Invoke-Encryption 'FullyEncrypted' 'Off' @($tpm, $recovery) @()
        $run.Calls[-1] | Should -Be 'Resume-BitLocker -MountPoint C:'
    }

    It 'changes nothing on a volume that reads <Status>, <Protection>' -ForEach @(
        @{ Status = 'FullyEncrypted'; Protection = 'On' }
        @{ Status = 'EncryptionInProgress'; Protection = 'Off' }
        @{ Status = 'DecryptionInProgress'; Protection = 'Off' }
    ) {
        $run = Invoke-Encryption $Status $Protection @($tpm, $recovery) @()
        $run.Calls | Should -Be 'Get-WindowsFeature -Name BitLocker', 'Get-BitLockerVolume -MountPoint C:'
    }

    It 'says that the feature comes first where it is <_>' -ForEach 'Available', 'InstallPending', 'Removed' {
        $installed = [pscustomobject]@{ InstallState = $_ }
        $run = Invoke-Encryption 'FullyDecrypted' 'Off' @() @()
        $run.Failure | Should -Match 'BitLocker is not ready here: install it'
        $run.Calls | Should -Be 'Get-WindowsFeature -Name BitLocker'
    }
}

Describe 'What a script finds out before it changes anything' {
    It 'does not require DMA protection that Windows does not see' {
        $guard = [pscustomobject]@{ AvailableSecurityProperties = 1, 2 }
        $run = Invoke-CatalogueScript -Command (Get-CatalogueCommand requireDma) -Answers @{ 'Get-CimInstance' = $guard }
        $run.Failure | Should -Match 'no IOMMU'
        $run.Calls -match '^reg' | Should -BeNullOrEmpty
    }

    It 'keeps a stricter requirement than it would set' {
        $strict = [pscustomobject]@{ RequirePlatformSecurityFeatures = 3 }
        $run = Invoke-CatalogueScript -Command (Get-CatalogueCommand requireVbs) -Answers @{ 'Get-ItemProperty' = $strict }
        $run.Calls -match 'RequirePlatformSecurityFeatures /t' | Should -BeNullOrEmpty
    }

    It 'registers no file whose hash is another: <_>' -ForEach 'registerBaseline', 'registerTpmHost', 'registerHostKey', 'registerCiPolicy', 'deployCiPolicy' {
        $blanks = @{ path = "'C:\hgs\file'"; sha256 = "'BB'" }
        if ($_ -ne 'deployCiPolicy') { $blanks.name = "'x'" }
        $command = Set-CatalogueBlank (Get-CatalogueCommand $_) $blanks
        $run = Invoke-CatalogueScript -Command $command -Answers @{ 'Get-FileHash' = [pscustomobject]@{ Hash = 'AA' } }
        $run.Failure | Should -Match 'hash differs'
        $run.Calls | Should -HaveCount 1
    }

    It 'says so where the policy was not taken' {
        $command = Set-CatalogueBlank (Get-CatalogueCommand deployCiPolicy) @{ path = "'C:\hgs\file'"; sha256 = "'AA'" }
        $answers = @{ 'Get-FileHash' = [pscustomobject]@{ Hash = 'AA' }; 'Invoke-CimMethod' = [pscustomobject]@{ ReturnValue = 5 } }
        (Invoke-CatalogueScript -Command $command -Answers $answers).Failure | Should -Match 'not taken: 5'
    }

    It 'installs no feature twice, and suspends no BitLocker that is off' {
        $installed = @{ 'Get-WindowsFeature' = [pscustomobject]@{ InstallState = 'Installed' } }
        foreach ($id in 'installFeature', 'installBitLocker') {
            (Invoke-CatalogueScript -Command (Get-CatalogueCommand $id) -Answers $installed).Calls | Should -HaveCount 1
        }
        $off = @{ 'Get-BitLockerVolume' = [pscustomobject]@{ ProtectionStatus = 'Off' } }
        (Invoke-CatalogueScript -Command (Get-CatalogueCommand suspendBitLocker) -Answers $off).Calls | Should -HaveCount 1
    }

    It 'suspends nothing, and does not fail, on a host without the feature BitLocker' {
        $run = Invoke-CatalogueScript -Command (Get-CatalogueCommand suspendBitLocker) -Missing 'Get-BitLockerVolume', 'Suspend-BitLocker'
        $run.Failure | Should -BeNullOrEmpty
        $run.Output | Should -Be 'BitLocker is not installed: nothing to suspend.'
    }

    It 'captures a baseline in spite of what this HGS does not ask for, where a person says so' {
        $command = (Get-CatalogueCommand captureBaseline).Replace('$skipValidation = $false', '$skipValidation = $true')
        $run = Invoke-CatalogueScript -Command $command -Answers @{ 'Get-FileHash' = [pscustomobject]@{ Hash = 'AA' } }
        $run.Calls -match '^Get-HgsAttestationBaselinePolicy.*-SkipValidation True' | Should -HaveCount 1
    }
}
