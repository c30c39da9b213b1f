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
        @{ Status = 'NameResolutionFailure'; Fault = 'name'; Message = 'Le nom distant n''a pas pu etre resolu.' }
        @{ Status = 'ProxyNameResolutionFailure'; Fault = 'name'; Message = 'Le nom du proxy n''a pas pu etre resolu.' }
        @{ Status = 'Timeout'; Fault = 'timeout'; Message = 'Le delai de l''operation a expire.' }
        @{ Status = 'ConnectFailure'; Fault = 'connection'; Message = 'Impossible de se connecter au serveur distant.' }
        @{ Status = 'ReceiveFailure'; Fault = 'connection'; Message = 'La connexion sous-jacente a ete fermee.' }
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
