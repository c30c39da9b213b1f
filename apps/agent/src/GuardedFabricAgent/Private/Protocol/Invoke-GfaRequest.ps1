# One request. Answers with a table: status (0 without an answer of the server), body, code,
# retryAfterSeconds, fault and message. Redirects are not followed: the credential goes to one server only. The secret
# comes in a table, @{ text = ... }, and so does what was received (see Get-GfaStateFile). Without one it is a question that
# anybody may ask.
function Invoke-GfaRequest {
    param([string]$Server, [string]$Path, [hashtable]$Secret, [string]$Body, [string]$Proxy, [int]$TimeoutSeconds = 30)
    $request = @{
        Uri = "$Server$Path"
        Method = 'Get'
        Headers = @{ Accept = 'application/json' }
        UseBasicParsing = $true
        MaximumRedirection = 0
        TimeoutSec = $TimeoutSeconds
        ErrorAction = 'Stop'
    }
    if ($null -ne $Secret) {
        $request['Method'] = 'Post'
        $request['Headers']['Authorization'] = "Bearer $($Secret['text'])"
        $request['ContentType'] = 'application/json; charset=utf-8'
        $request['Body'] = $Body
    }
    if ($Proxy) { $request['Proxy'] = $Proxy; $request['ProxyUseDefaultCredentials'] = $true }
    # The progress bar of 5.1 costs more than the request.
    $ProgressPreference = 'SilentlyContinue'
    # PowerShell 7 shows every header, the credential too, to whoever asks for more words.
    $DebugPreference = 'SilentlyContinue'
    $VerbosePreference = 'SilentlyContinue'
    try {
        $response = Invoke-WebRequest @request
    } catch {
        $answer = Read-GfaRequestFault -ErrorRecord $_
        $answer['proxy'] = if (Test-GfaLoopback $Server) { '' } else { $Proxy }
        return $answer
    }
    Read-GfaResponse -Received @{ response = $response }
}
