# What became of sending. HttpStatus is 0 where nothing answered or nothing was sent.
function New-GfaSendResult {
    param([string]$Outcome, [hashtable]$Sum = @{}, [int]$Pending, [string]$Message)
    New-Object psobject -Property ([ordered]@{
            Outcome = $Outcome
            Stored = [int]$Sum['stored']
            Duplicate = [int]$Sum['duplicate']
            Rejected = [int]$Sum['rejected']
            Pending = $Pending
            Message = $Message
            HttpStatus = [int]$Sum['answer'].status
            Answer = $Sum['answer'].body
        })
}
