BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Add-Type -TypeDefinition @'
public class DesktopWebException : System.InvalidOperationException {
    public string Status { get; }
    public DesktopWebException(string message, string status, System.Exception inner) : base(message, inner) { Status = status; }
}
'@
}

# As Invoke-WebRequest of 5.1 fails: WebException has a Status, nothing else names the cause in a language of its own.
Describe 'why no answer came, in the shapes of Windows PowerShell 5.1' {
    It 'is <Fault> where it says <Status>' -ForEach @(
        @{ Status = 'TrustFailure'; Fault = 'certificate'; Message = 'Impossible d''etablir une relation de confiance.' }
        @{ Status = 'SecureChannelFailure'; Fault = 'tls'; Message = 'Impossible de creer un canal securise SSL/TLS.' }
        @{ Status = 'UnknownError'; Fault = 'clear'; Message = 'The handshake failed due to an unexpected packet format.' }
        @{ Status = 'NameResolutionFailure'; Fault = 'name'; Message = 'Le nom distant n''a pas pu etre resolu.' }
        @{ Status = 'ProxyNameResolutionFailure'; Fault = 'name'; Message = 'Le nom du proxy n''a pas pu etre resolu.' }
        @{ Status = 'Timeout'; Fault = 'timeout'; Message = 'Le delai de l''operation a expire.' }
        @{ Status = 'ConnectFailure'; Fault = 'connection'; Message = 'Impossible de se connecter au serveur distant.' }
        @{ Status = 'ReceiveFailure'; Fault = 'closed'; Message = 'La connexion sous-jacente a ete fermee.' }
        @{ Status = 'SendFailure'; Fault = 'closed'; Message = 'Une erreur inattendue s''est produite lors de l''envoi.' }
        @{ Status = 'ConnectionClosed'; Fault = 'closed'; Message = 'La connexion a ete fermee.' }
    ) {
        $exception = [DesktopWebException]::new($Message, $Status, $null)
        $record = [Management.Automation.ErrorRecord]::new($exception, 'WebCmdletWebResponseException,Microsoft.PowerShell.Commands.InvokeWebRequestCommand', 'InvalidOperation', $null)
        $answer = InModuleScope GuardedFabricAgent -Parameters @{ record = $record } { param($record) Read-GfaRequestFault -ErrorRecord $record }
        $answer['status'] | Should -Be 0
        $answer['fault'] | Should -Be $Fault
        $answer['message'] | Should -Match $Message
    }

    It 'is a redirect where only the error''s own name says so (301, 302)' {
        $record = [Management.Automation.ErrorRecord]::new([InvalidOperationException]::new(), 'MaximumRedirectExceeded,Microsoft.PowerShell.Commands.InvokeWebRequestCommand', 'InvalidOperation', $null)
        (InModuleScope GuardedFabricAgent -Parameters @{ record = $record } { param($record) Read-GfaRequestFault -ErrorRecord $record })['fault'] | Should -Be redirect
    }
}

Describe 'a connection that was closed before an answer' {
    It 'is put down to TLS first over https, with what mends Windows Server 2016: <Name>' -ForEach @(
        @{ Name = 'over https'; Server = 'https://fabric'; Proxy = ''; Said = 'First suspect TLS: on Windows Server 2016 .*SystemDefaultTlsVersions' }
        @{ Name = 'in the clear'; Server = 'http://127.0.0.1:3000'; Proxy = ''; Said = 'Check that outbound TCP' }
        @{ Name = 'through a proxy'; Server = 'https://fabric'; Proxy = 'http://proxy:8080'; Said = 'through the proxy http://proxy:8080' }
    ) {
        InModuleScope GuardedFabricAgent -Parameters @{ server = $Server; proxy = $Proxy } {
            param($server, $proxy)
            Get-GfaFaultAdvice -Server $server -Answer @{ status = 0; fault = 'closed'; message = 'closed'; proxy = $proxy }
        } | Should -Match $Said
    }
}

Describe 'a token in the place of its file' {
    It 'is refused and not said again: <_>' -ForEach @(
        { param($token, $state) Test-GuardedFabricHost -Server https://127.0.0.1:9 -Token $token -StatePath $state | ConvertTo-Json }
        { param($token, $state) Register-GuardedFabricHost -Server https://127.0.0.1:9 -Token $token -StatePath $state }
        { param($token, $state) Install-GuardedFabricAgent -Server https://127.0.0.1:9 -TokenFile $token -StatePath $state }
    ) {
        $said = try { & $_ 'gfe_secret-text' "$TestDrive/none" *>&1 | Out-String } catch { "$_" }
        $said | Should -Match 'is a token, and no file'
        "$said $Error" | Should -Not -Match 'secret-text'
    }
}

Describe 'an answer whose reason was lost on the way' {
    It 'makes the previous credential be tried on a 401, and it takes the present one''s place only when it was taken: <Second>' -ForEach @(
        @{ Second = 200; Kept = 'gfh_previous' }
        @{ Second = 401; Kept = 'gfh_present' }
    ) {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        $credential = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; second = $Second } {
            param($state, $second)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_present'; previousCredential = 'gfh_previous'; rotatedAt = ConvertTo-GfaTimestamp (Get-Date) }
            Mock Get-GfaPreviousCredential { 'gfh_previous' }
            $script:statuses = 401, $second
            Mock Invoke-GfaRequest {
                $status, $script:statuses = $script:statuses
                @{ status = $status; body = $null; code = ''; retryAfterSeconds = 0; fault = ''; message = '' }
            }
            Mock New-GfaEnvelope { '{}' }
            $null = Send-GfaBatch -StatePath $state -Server 'https://fabric' -Proxy '' -Batch @() -Pending 0 -MaximumWaitSeconds 0
            Should -Invoke Invoke-GfaRequest -Times 2 -Exactly
            (Read-GfaStateFile -StatePath $state -Name identity).credential
        }
        $credential | Should -Be $Kept
    }
}

Describe 'a 403' {
    It 'is the proxy''s where it has no reason and there is one, and the server''s otherwise: <Name>' -ForEach @(
        @{ Name = 'of a proxy'; Answer = @{ status = 403; code = ''; proxy = 'http://proxy:8080' }; Outcome = 'Kept'; Said = 'http://proxy:8080' }
        @{ Name = 'of the server, through a proxy'; Answer = @{ status = 403; code = 'forbidden'; proxy = 'http://proxy:8080' }; Outcome = 'Refused'; Said = 'forbidden' }
        @{ Name = 'without a proxy'; Answer = @{ status = 403; code = ''; proxy = '' }; Outcome = 'Refused'; Said = 'https://fabric' }
    ) {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        $sum = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; answer = $Answer + @{ fault = ''; message = ''; waitSeconds = 5 } } {
            param($state, $answer)
            Initialize-GfaState -StatePath $state
            Stop-GfaSending -StatePath $state -Server 'https://fabric' -Sum @{} -Answer $answer
        }
        $sum['outcome'] | Should -Be $Outcome
        $sum['message'] | Should -Match $Said
    }
}

Describe 'the time until the next try' {
    It 'says what the last one met: <Outcome>' -ForEach @(
        @{ Outcome = 'Refused'; Said = 'Refused'; Code = 4 }
        @{ Outcome = 'Blocked'; Said = 'Blocked'; Code = 6 }
        @{ Outcome = 'Kept'; Said = 'Waiting'; Code = 3 }
    ) {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        $sent = InModuleScope GuardedFabricAgent -Parameters @{ state = $state; outcome = $Outcome } {
            param($state, $outcome)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_x' }
            Set-GfaStatus -StatePath $state -Change @{ notBefore = ConvertTo-GfaTimestamp (Get-Date).AddMinutes(30); waitOutcome = $outcome; waitMessage = 'So it was.' }
            Mock Invoke-GfaRequest { throw 'asked' }
            Send-GuardedFabricSnapshot -StatePath $state
        }
        $sent.Outcome | Should -Be $Said
        $sent.Message | Should -Match '^So it was\. The next try is not before 20'
        (InModuleScope GuardedFabricAgent -Parameters @{ said = $Said } { param($said) New-GfaRunResult -Outcome $said }).ExitCode | Should -Be $Code
    }
}

Describe 'a proxy''s address' {
    It 'is refused, unsaid, where it is none or holds a password: <_>' -ForEach 'http://user:secretpw@127.0.0.1:3499', 'not a url', '127.0.0.1:3426', 'ftp://proxy' {
        $proxy = $_
        foreach ($command in { Register-GuardedFabricHost -Server https://fabric -Proxy $proxy -StatePath "$TestDrive/none" }, { Install-GuardedFabricAgent -Server https://fabric -Proxy $proxy -StatePath "$TestDrive/none" }, { Register-GuardedFabricRemoteHost -CimSession 'x' -Server https://fabric -Proxy $proxy -StatePath "$TestDrive/none" }) {
            $command | Should -Throw '*This is not an address of a proxy*'
        }
        Test-Path "$TestDrive/none" | Should -BeFalse
        "$Error" | Should -Not -Match 'secretpw@'
    }

    It 'is taken without its slash, and none is none' {
        InModuleScope GuardedFabricAgent { Resolve-GfaProxyAddress ' http://proxy.fab.example:8080/ '; Resolve-GfaProxyAddress '' } | Should -Be @('http://proxy.fab.example:8080', '')
    }
}

Describe 'a run on a host whose state was spoilt' {
    BeforeEach {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_x' }
            Mock New-GfaSnapshot { New-Object psobject -Property @{ SnapshotId = [guid]::NewGuid(); AttestationStatus = 'Passed'; Json = '{"a":1}' } }
            Mock Invoke-GfaRequest { @{ status = 503; code = 'unavailable'; body = $null; retryAfterSeconds = 60; fault = ''; message = 'busy' } }
            Mock Update-GfaDiagnostics { }
        }
    }

    It 'makes folders that are gone anew, and knows its server without its configuration' {
        Remove-Item "$state/spool", "$state/sent" -Recurse
        $run = Invoke-GuardedFabricAgent -StatePath $state -Force -MaximumWaitSeconds 0
        $run.Outcome, $run.Pending | Should -Be @('Kept', 1)
        $run.Message | Should -Match 'https://fabric answered 503 unavailable busy\.'
    }

    It 'says that its credential is lost, and where' {
        Set-Content "$state/identity.xml" '<Objs'
        $run = Invoke-GuardedFabricAgent -StatePath $state -Force
        $run.Outcome, $run.ExitCode | Should -Be @('NotEnrolled', 2)
        $run.Message | Should -Match 'identity\.xml cannot be understood'
        Get-Content "$state/agent.log" | Should -Match ' 3007 Error '
    }
}

Describe 'facts that cannot be put down' {
    It 'are held in memory on a full disk, but not those of a collector that was given up' {
        $folder = (New-Item "$TestDrive/facts" -ItemType Directory).FullName
        Set-Content "$folder/tls.json" '"from the file"'
        $facts = InModuleScope GuardedFabricAgent -Parameters @{ folder = $folder } {
            param($folder)
            Mock Write-GfaFile { throw [IO.IOException]::new('full', -2147024784) }
            Mock Get-GfaFactText { "`"here: $Name`"" }
            Receive-GfaCollection -Name tls, tpm, cluster -Folder $folder -Ended @{ cluster = $true }
        }
        $facts['tls'].Trim() | Should -Be '"from the file"'
        $facts['tpm'] | Should -Be '"here: tpm"'
        $facts['cluster'] | Should -Match 'did not answer in time'
    }
}


Describe 'a certificate that is not trusted' {
    It 'has its own advice where the platform says what is wrong with it: <Message>' -ForEach @(
        @{ Message = 'The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot'; Said = '^This computer does not trust' }
        @{ Message = 'chain: PartialChain, RevocationStatusUnknown'; Said = '^This computer does not trust' }
        @{ Message = 'chain: NotTimeValid'; Said = '^The clock of this host says 2\d{3}-.* UTC' }
        @{ Message = 'according to the validation procedure: RemoteCertificateNameMismatch'; Said = 'is for another name' }
        @{ Message = 'chain: NotTimeValid, UntrustedRoot'; Said = 'does not trust.*The clock of this host' }
        @{ Message = 'Le certificat distant n''est pas valide'; Said = 'does not say which.*issued.*another name.*out of date.*clock of this host says 2\d{3}-' }
    ) {
        InModuleScope GuardedFabricAgent -Parameters @{ message = $Message } {
            param($message)
            Get-GfaFaultAdvice -Server 'https://fabric' -Answer @{ status = 0; fault = 'certificate'; message = $message; proxy = '' }
        } | Should -Match $Said
    }
}

Describe 'a full disk on which a run cannot say what became of it' {
    It 'is named by its folder, and no file that is of no use' {
        $state = Join-Path $TestDrive ([guid]::NewGuid())
        InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Initialize-GfaState -StatePath $state
            Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_x' }
            Mock New-GfaSnapshot { throw [IO.IOException]::new("There is not enough space on the disk. : '$state\status.json.1.tmp'", -2147024784) }
        }
        $run = Invoke-GuardedFabricAgent -StatePath $state -Force
        $run.Outcome, $run.ExitCode | Should -Be @('Failed', 1)
        $run.Message | Should -Match "^The disk that holds $([regex]::Escape($state)) is full"
        $run.Message | Should -Not -Match 'tmp'
        Get-Content "$state/agent.log" -Raw | Should -Match ' 3005 Error .*is full'
    }
}

Describe 'the folder of a host of the central collector' {
    It 'leaves room for its files within the 259 characters of a path, whatever the host is called' {
        # As long as the folder is on Windows.
        $long = "hv-0001.$('datacentre-of-the-north.' * 8)example"
        $folders = foreach ($name in $long, ($long -replace 'hv-0001', 'HV-0002'), ($long -replace 'example', 'invalid'), 'HV-PAR-0309.par.fab.example') {
            InModuleScope GuardedFabricAgent -Parameters @{ name = $name } { param($name) Get-GfaRemoteStatePath -StatePath '/C_ProgramData/GuardedFabric/Collector' -ComputerName $name }
        }
        $folders[3] | Should -Be (Join-Path /C_ProgramData/GuardedFabric/Collector hosts hv-par-0309.par.fab.example)
        @($folders | Sort-Object -Unique).Count | Should -Be 4
        $entry = '000000000001.4294967296.{0}.{0}.{1}.json' -f [guid]::Empty, ('F' * 32)
        foreach ($folder in $folders) { "$folder/quarantine/$entry".Length | Should -BeLessOrEqual 259 }
    }

    It 'stays where a host has one by its whole name' {
        $long = "hv-0001.$('north.' * 12)example"
        $null = New-Item "$TestDrive/hosts/$long" -ItemType Directory -Force
        InModuleScope GuardedFabricAgent -Parameters @{ state = "$TestDrive"; name = $long } { param($state, $name) Get-GfaRemoteStatePath -StatePath $state -ComputerName $name } | Should -Be (Join-Path $TestDrive hosts $long)
    }
}
